import { declareSame } from './same';

declareSame('kafkajs');
