import { declareSame } from './same';

declareSame('openai');
