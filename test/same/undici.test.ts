import { declareSame } from './same';

declareSame('undici');
