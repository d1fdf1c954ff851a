import { declareSame } from './same';

declareSame('memcached');
