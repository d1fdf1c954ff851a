import { declareSame } from './same';

declareSame('opentelemetry-api');
