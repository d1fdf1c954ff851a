import { declareSame } from './same';

declareSame('express5');
