import { declareSame } from './same';

declareSame('hapi');
