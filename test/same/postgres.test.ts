import { declareSame } from './same';

declareSame('postgres');
