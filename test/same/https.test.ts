import { declareSame } from './same';

declareSame('https');
