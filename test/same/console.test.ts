import { declareSame } from './same';

declareSame('console');
