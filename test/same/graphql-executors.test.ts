import { declareSame } from './same';

declareSame('graphql-executors');
