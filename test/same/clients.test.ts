import { declareSame } from './same';

declareSame('clients');
