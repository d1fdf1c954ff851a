import { declareSame } from './same';

declareSame('pino');
