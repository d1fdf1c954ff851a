import { declareSame } from './same';

declareSame('express4');
