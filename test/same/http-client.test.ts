import { declareSame } from './same';

declareSame('http-client', { nodes: [20, 22, 24, 26] });
