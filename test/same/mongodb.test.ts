import { declareSame } from './same';

declareSame('mongodb');
