import { declareSame } from './same';

declareSame('koa');
