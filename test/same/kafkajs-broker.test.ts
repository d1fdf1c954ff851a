import { startKafka } from '../support/kafka';
import { declareSame } from './same';

const port = startKafka();

declareSame('kafkajs-broker', { env: async () => ({ KAFKA_PORT: String(await port) }) });
