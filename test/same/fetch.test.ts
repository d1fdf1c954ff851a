import { declareSame } from './same';

declareSame('fetch', { nodes: [20, 22, 24, 26] });
