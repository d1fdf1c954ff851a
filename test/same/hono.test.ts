import { declareSame } from './same';

declareSame('hono');
