import { declareSame } from './same';

declareSame('http2');
