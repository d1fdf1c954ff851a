import { declareSame } from './same';

declareSame('connect');
