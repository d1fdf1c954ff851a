import { declareSame } from './same';

declareSame('redis4');
