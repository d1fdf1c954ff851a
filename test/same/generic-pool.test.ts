import { declareSame } from './same';

declareSame('generic-pool');
