import { declareSame } from './same';

declareSame('fastify4');
