// What makes one environment larger or more closed than another. Everything else is the same everywhere.

@export()
@description('The shape of one environment.')
type environmentShape = {
  @description('Copies of the data. Zone-redundant where the region has zones.')
  storageSku: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

  @description('Instances that wait for people, so that the first page of the morning is quick. 0: the app costs nothing at rest.')
  @minValue(0)
  @maxValue(20)
  alwaysReady: int

  @description('The most instances that load may start.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int

  @description('Memory of one instance.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Spread over zones, where the region has them. Can not be changed later.')
  zoneRedundant: bool

  @description('How long logs are kept.')
  @minValue(30)
  @maxValue(730)
  logRetentionDays: int

  @description('The most gigabytes of logs a day. -1: no limit.')
  logDailyGb: int

  @description('How long what was deleted can be brought back: secrets and blobs.')
  @minValue(7)
  @maxValue(90)
  softDeleteDays: int

  @description('Storage and vault are reached through a virtual network alone.')
  privateEndpoints: bool

  @description('Orchestrations run on the Durable Task Scheduler and not on the queues and tables of the host\'s storage account.')
  durableTaskScheduler: bool
}

@export()
@description('To try and to test: nothing waits, nothing is closed off.')
var dev environmentShape = {
  storageSku: 'Standard_LRS'
  alwaysReady: 0
  maximumInstances: 10
  instanceMemoryMB: 2048
  zoneRedundant: false
  logRetentionDays: 30
  logDailyGb: 1
  softDeleteDays: 7
  privateEndpoints: false
  durableTaskScheduler: false
}

@export()
@description('To work with: one instance is warm, data lies in three zones, storage and vault are private.')
var prod environmentShape = {
  storageSku: 'Standard_ZRS'
  alwaysReady: 1
  maximumInstances: 40
  instanceMemoryMB: 2048
  zoneRedundant: true
  logRetentionDays: 90
  logDailyGb: -1
  softDeleteDays: 90
  privateEndpoints: true
  durableTaskScheduler: false
}
