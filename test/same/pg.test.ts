import { declareSame } from './same';

declareSame('pg');
