import { declareSame } from './same';

declareSame('cassandra-driver');
