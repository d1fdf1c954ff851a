import { declareSame } from './same';

declareSame('domain', { nodes: [20, 22, 24, 26] });
