import { declareSame } from './same';

declareSame('fastify5');
