// The types that schemas are made from: Grafana's and Kubernetes' own, as their npm packages publish them.
import type { Dashboard, Panel as AnyPanel, RowPanel } from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/dashboard_types.gen';
import type { Options as TimeSeriesOptions, FieldConfig as TimeSeriesFieldConfig } from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type { Options as StatOptions } from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { Options as TableOptions } from './node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IService } from 'kubernetes-models/v1/Service';

export type GrafanaDashboard = Dashboard;
export type GrafanaPanel = AnyPanel;
export type GrafanaRow = RowPanel;
export type timeseriesOptions = TimeSeriesOptions;
export type timeseriesCustom = TimeSeriesFieldConfig;
export type statOptions = StatOptions;
export type tableOptions = TableOptions;
export type ScaledObject = IScaledObject;
export type PodMonitor = IPodMonitor;
export type Deployment = IDeployment;
export type PodDisruptionBudget = IPodDisruptionBudget;
export type ConfigMap = IConfigMap;
export type Namespace = INamespace;
export type Service = IService;
