// The roles that the product's identity holds, and no others: each is given on the one resource that it is for.

@export()
@description('May read, write and delete blobs: the deployment package, leases and payloads of Durable Functions.')
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

@export()
@description('May read, write and delete queues and their messages: the work of Durable Functions.')
var storageQueueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'

@export()
@description('May read, write and delete blobs: attached files.')
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

@export()
@description('May read, write and delete tables and their rows.')
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

@export()
@description('May read the values of secrets.')
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

@export()
@description('May send telemetry.')
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

@export()
@description('May run orchestrations on a task hub of the Durable Task Scheduler.')
var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'
