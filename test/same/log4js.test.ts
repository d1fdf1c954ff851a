import { declareSame } from './same';

declareSame('log4js');
