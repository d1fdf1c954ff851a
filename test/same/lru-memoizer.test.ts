import { declareSame } from './same';

declareSame('lru-memoizer');
