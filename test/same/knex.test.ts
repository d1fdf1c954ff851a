import { declareSame } from './same';

declareSame('knex');
