import { declareSame } from './same';

declareSame('tedious');
