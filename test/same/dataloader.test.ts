import { declareSame } from './same';

declareSame('dataloader');
