import { declareSame } from './same';

declareSame('dns');
