import { declareSame } from './same';

declareSame('winston');
