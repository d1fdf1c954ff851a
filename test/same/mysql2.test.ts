import { declareSame } from './same';

declareSame('mysql2');
