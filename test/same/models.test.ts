import { declareSame } from './same';

declareSame('models');
