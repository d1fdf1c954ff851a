import { declareSame } from './same';

declareSame('amqplib');
