/**
 * Detectors that ask a cloud's metadata service, by the names of OTEL_NODE_RESOURCE_DETECTORS. They are slow, bring
 * HTTP clients of their own, and are a bundle of their own: loaded only if one is named.
 */
import type { ResourceDetector } from '@opentelemetry/resources';

export const CLOUD_DETECTORS: Readonly<Record<string, () => ResourceDetector[]>> = {
  aws: () => {
    const aws =
      require('@opentelemetry/resource-detector-aws') as typeof import('@opentelemetry/resource-detector-aws');
    return [
      aws.awsEc2Detector,
      aws.awsEcsDetector,
      aws.awsEksDetector,
      aws.awsBeanstalkDetector,
      aws.awsLambdaDetector,
    ];
  },
  azure: () => {
    const azure =
      require('@opentelemetry/resource-detector-azure') as typeof import('@opentelemetry/resource-detector-azure');
    return [azure.azureAppServiceDetector, azure.azureFunctionsDetector, azure.azureVmDetector];
  },
  gcp: () => [
    (require('@opentelemetry/resource-detector-gcp') as typeof import('@opentelemetry/resource-detector-gcp'))
      .gcpDetector,
  ],
  alibaba: () => [
    // Too long a name for its type to stand beside it.
    require('@opentelemetry/resource-detector-alibaba-cloud').alibabaCloudEcsDetector as ResourceDetector,
  ],
};
