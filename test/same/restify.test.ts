import { declareSame } from './same';

declareSame('restify');
