@export()
@description('Tags of a resource.')
type tagSet = { *: string }

@export()
@description('Where each service is found privately: its name and the id of its zone.')
type zoneIds = {
  blob: string
  queue: string
  table: string
  vault: string
}

@export()
@description('Settings of the app by name.')
type appSettings = { *: string }
