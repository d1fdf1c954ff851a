import { declareSame } from './same';

declareSame('mongoose');
