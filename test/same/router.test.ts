import { declareSame } from './same';

declareSame('router');
