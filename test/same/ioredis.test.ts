import { declareSame } from './same';

declareSame('ioredis');
