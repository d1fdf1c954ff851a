import { declareSame } from './same';

declareSame('http-server', { nodes: [20, 22, 24, 26] });
