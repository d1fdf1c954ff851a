import { declareSame } from './same';

declareSame('child-process', { nodes: [20, 22, 24, 26] });
