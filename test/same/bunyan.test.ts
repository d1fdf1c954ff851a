import { declareSame } from './same';

declareSame('bunyan');
