import { declareSame } from './same';

declareSame('aws-sdk');
