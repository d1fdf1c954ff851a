import { declareSame } from './same';

declareSame('small-frameworks');
