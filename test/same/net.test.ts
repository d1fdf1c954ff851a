import { declareSame } from './same';

declareSame('net');
