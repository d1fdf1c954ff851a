import { declareSame } from './same';

declareSame('worker-threads', { nodes: [20, 22, 24, 26] });
