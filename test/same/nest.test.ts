import { declareSame } from './same';

declareSame('nest');
