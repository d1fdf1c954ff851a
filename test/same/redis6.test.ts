import { declareSame } from './same';

declareSame('redis6');
